/** A component that prints what is appended to a file: a chain of open, size, read and sleep on one handle. */
package io.helve.examples.filewatcher;
