/** A provider of one's own: requests of the JDK's HttpClient as operations on handles. */
package io.helve.examples.http;
