/**
 * The commands for operators, without a shell: {@link io.helve.ops.command.OperatorCommands} has a method for each.
 * Each command reads its words as its {@code Usage} says, and gets a {@link io.helve.ops.text.Table} from
 * {@code Tables}; {@code Top} compares counters of two looks, and {@link io.helve.ops.command.Completions} knows the
 * words that may follow in a line.
 */
package io.helve.ops.command;
