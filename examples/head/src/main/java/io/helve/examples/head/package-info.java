/** A program without a framework: it reads the beginning of a file, with a time limit. */
package io.helve.examples.head;
