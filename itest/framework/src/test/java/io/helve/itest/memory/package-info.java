/** A transport of messages, for a bundle of its own. */
package io.helve.itest.memory;
