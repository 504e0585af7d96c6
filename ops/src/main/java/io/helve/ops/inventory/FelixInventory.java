package io.helve.ops.inventory;

import io.helve.ops.command.Inventory;
import java.io.PrintWriter;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;

/**
 * The inventory for Felix's web consoles and their status reports.
 *
 * @param inventory what is printed
 */
public record FelixInventory(Inventory inventory) implements InventoryPrinter {
    @Override
    public void print(PrintWriter out, Format format, boolean isZip) {
        if (Format.JSON.equals(format)) {
            inventory.printJson(out);
        } else {
            inventory.printText(out);
        }
    }
}
