/** The feature repository in a running Karaf. */
package io.helve.itest.karaf;
