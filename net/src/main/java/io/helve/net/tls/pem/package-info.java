/** Reads certificates and private keys in PEM text, of more kinds than Netty and the JDK read by themselves. */
package io.helve.net.tls.pem;
