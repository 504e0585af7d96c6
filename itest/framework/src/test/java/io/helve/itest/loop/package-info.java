/** A provider of byte streams, for a bundle of its own. */
package io.helve.itest.loop;
