/**
 * The commands in a framework: the only package that knows OSGi.
 *
 * <p>{@link io.helve.shell.osgi.GogoCommands} is the component with the commands of Gogo, whose services it has from
 * Declarative Services or, for those that start late, from {@link io.helve.shell.osgi.TrackedService}.
 * {@link io.helve.shell.osgi.CommandLineService} offers the command line to a launcher, and
 * {@link io.helve.shell.osgi.GogoShell} is {@code helve shell}. {@link io.helve.shell.osgi.StartLevels} are the levels
 * that the launcher of the runnable jar uses.
 *
 * <p><b>Shutdown.</b> Deactivation of the component (1) interrupts the threads that run commands, (2) waits 5 s at most
 * until they have returned; afterwards Declarative Services releases the services.
 */
package io.helve.shell.osgi;
