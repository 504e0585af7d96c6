/**
 * jcstress tests of every pair and triple of actions that can hit an operation at the same time: finish (twice),
 * cancel, expiry, stop, close, and a restart in the callback. They use the public API only.
 */
package io.helve.races;
