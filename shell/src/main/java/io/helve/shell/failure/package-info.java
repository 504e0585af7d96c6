/**
 * Failures of commands, with messages for the user and exit codes. {@link io.helve.shell.failure.CommandException} is
 * the failure of a command with its {@link io.helve.shell.failure.ExitCode}; the message never has control characters,
 * whatever a peer has sent. {@link io.helve.shell.failure.ConnectionDiagnosis} makes such failures of the errors of
 * connections. {@link io.helve.shell.failure.UsageMessage} explains a wrong command line, and proposes a name that
 * {@link io.helve.internal.NearestName} has found.
 */
package io.helve.shell.failure;
