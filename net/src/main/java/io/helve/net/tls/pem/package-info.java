/**
 * Certificates and private keys in PEM text. {@code Pem} reads a file or a text, with messages that name the file;
 * {@code PrivateKeyPem} converts the forms of private keys to PKCS#8, the only form that the JDK reads, with the few
 * elements of DER that {@code Asn1} reads and writes. All classes are stateless and may be used by any thread; reading
 * a file blocks.
 */
package io.helve.net.tls.pem;
