/** A plugin that prints a line twice a second. */
package io.helve.examples.ticker;
