/** Certificates and keys for tests, made in memory by the JDK's own classes. */
package io.helve.testkit.tls;
