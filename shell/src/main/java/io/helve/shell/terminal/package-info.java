/**
 * Output on a terminal: {@link io.helve.shell.terminal.StatusLine} replaces the text of a line in place,
 * {@link io.helve.shell.terminal.Rate} averages a rate for it, {@link io.helve.shell.terminal.Terminal} tells whether
 * there is a terminal at all, {@link io.helve.shell.terminal.MutableOutput} can be silenced.
 *
 * <p>Lines and rates belong to the command's thread and have no lock.
 */
package io.helve.shell.terminal;
