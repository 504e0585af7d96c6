/** What runs in another framework and talks to the tests, for a bundle of its own. */
package io.helve.itest.peer;
