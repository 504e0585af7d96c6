/** A server that answers each line in upper case over TLS, and that lets its clients finish when it ends. */
package io.helve.examples.lineserver;
