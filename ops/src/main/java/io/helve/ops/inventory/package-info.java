/** The inventory for Felix's web consoles; the only package that knows Felix Inventory. */
package io.helve.ops.inventory;
