/**
 * The services of commands without a framework: {@link io.helve.shell.standalone.StandaloneServices} opens a runtime
 * when a command asks for one, and closes it at the end.
 */
package io.helve.shell.standalone;
