/** What host and plugins share. */
package io.helve.examples.plugins.api;
