/**
 * {@code helve cat}: a replacement of nngcat 1.5 with its options, its output and its exit codes.
 *
 * <p><b>Classes in reading order.</b> {@link io.helve.shell.cat.CatProgram} goes from arguments to the exit code.
 * {@link io.helve.shell.cat.NngOptionParser} reads {@link io.helve.shell.cat.CatOption}s by the rules of nng's
 * programs, {@link io.helve.shell.cat.CatArguments} applies them in their order and refuses what nngcat refuses, which
 * gives {@link io.helve.shell.cat.CatSettings}. {@link io.helve.shell.cat.CatRun} opens the socket, and
 * {@link io.helve.shell.cat.CatSession} sends and receives; {@link io.helve.shell.cat.MessagePrinter} prints in a
 * {@link io.helve.shell.cat.MessageFormat}. {@link io.helve.shell.cat.CatCommand} exists for the help only.
 *
 * <p>Everything runs on the calling thread, with blocking calls of the socket. Messages of failures are nngcat's, to
 * the letter where nngcat has one.
 */
package io.helve.shell.cat;
