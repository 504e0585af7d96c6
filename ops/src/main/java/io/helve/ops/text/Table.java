package io.helve.ops.text;

import io.helve.internal.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of values, which a command prints as a table for people or as JSON for programs. */
public final class Table {
    private final List<Column> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** Creates a table without columns. */
    public Table() {}

    /** Adds a column of texts. {@return this table} */
    public Table text(String... keys) {
        return add(Column.Kind.TEXT, keys);
    }

    /** Adds columns of numbers. {@return this table} */
    public Table numbers(String... keys) {
        return add(Column.Kind.NUMBER, keys);
    }

    /** Adds columns of durations, in nanoseconds. {@return this table} */
    public Table durations(String... keys) {
        return add(Column.Kind.DURATION, keys);
    }

    /** Adds columns of sizes, in bytes. {@return this table} */
    public Table sizes(String... keys) {
        return add(Column.Kind.SIZE, keys);
    }

    private Table add(Column.Kind kind, String... keys) {
        for (String key : keys) {
            columns.add(new Column(key, kind));
        }
        return this;
    }

    /**
     * Adds a row.
     *
     * @param values a value for each column: a text, or a number
     */
    public void row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(values);
    }

    /**
     * {@return the rows under headings; texts to the left, numbers to the right, and no blanks at the ends of lines}
     */
    public String toText() {
        List<String[]> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::heading).toArray(String[]::new));
        for (Object[] row : rows) {
            String[] line = new String[row.length];
            for (int i = 0; i < row.length; i++) {
                line[i] = PrintableText.of(columns.get(i).show(row[i]));
            }
            lines.add(line);
        }
        int[] widths = new int[columns.size()];
        for (String[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String blanks = " ".repeat(widths[i] - cells[i].length());
            line.append(i == 0 ? "" : "  ");
            line.append(columns.get(i).isText() ? cells[i] + blanks : blanks + cells[i]);
        }
        return line.toString().stripTrailing() + "\n";
    }

    /** {@return an array of objects, one in a line} */
    public String toJson() {
        return rows.stream().map(this::object).collect(Collectors.joining(",\n ", "[", "]\n"));
    }

    private String object(Object[] row) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < row.length; i++) {
            object.append(i == 0 ? "" : ",")
                    .append(Json.string(columns.get(i).key()))
                    .append(':')
                    .append(columns.get(i).isText() ? Json.string(row[i].toString()) : row[i]);
        }
        return object.append('}').toString();
    }
}
