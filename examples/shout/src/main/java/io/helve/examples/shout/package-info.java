/** A component that answers requests over tcp, and a program that asks. */
package io.helve.examples.shout;
