/** Tables for people and JSON for programs, both from the same rows: {@link io.helve.ops.text.Table}. */
package io.helve.ops.text;
