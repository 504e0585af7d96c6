/**
 * The command {@code helve}: all commands under one name, without a framework.
 *
 * <p>Read {@link io.helve.shell.CommandDispatcher} first: it builds the command that the arguments name and maps its
 * outcome to an exit code. {@link io.helve.shell.RootCommand} are the options before that name,
 * {@link io.helve.shell.HelpCommand} and {@link io.helve.shell.ShellCommand} the commands without a package of their
 * own, {@link io.helve.shell.HelveVersion} the version they print. Each other command has a package.
 *
 * <p>Everything runs on the calling thread. An interrupt of that thread ends a command with the exit code of Ctrl-C.
 */
package io.helve.shell;
