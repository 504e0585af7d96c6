/**
 * What all commands share.
 *
 * <p>{@link io.helve.shell.command.CommandServices} are the services that a command works with: of a framework, or of a
 * runtime without one; {@link io.helve.shell.command.LateService} is a service that only some commands need.
 * {@link io.helve.shell.command.CommandException} is the failure of a command with its
 * {@link io.helve.shell.command.ExitCode}; its message never has control characters, whatever a peer has sent.
 * {@link io.helve.shell.command.ConnectionDiagnosis} turns errors of connections into such failures,
 * {@link io.helve.shell.command.UsageError} wrong command lines into complaints, with the help of
 * {@link io.helve.internal.NearestName}. {@link io.helve.shell.command.TlsFlags} are options of several commands.
 */
package io.helve.shell.command;
