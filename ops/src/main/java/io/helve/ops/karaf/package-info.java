/** The commands in Karaf's shell, which completes their words; the only package that knows Karaf. */
package io.helve.ops.karaf;
