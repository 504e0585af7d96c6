/**
 * Sizes and durations as people write and read them: {@link io.helve.shell.text.ByteSize} and
 * {@link io.helve.shell.text.TimeSpan} parse options and format figures. Both are stateless.
 */
package io.helve.shell.text;
