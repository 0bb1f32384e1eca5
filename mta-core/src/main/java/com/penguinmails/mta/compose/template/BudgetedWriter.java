package com.penguinmails.mta.compose.template;

import java.io.Writer;

/** Collects what a template writes, within a budget. */
final class BudgetedWriter extends Writer {
    private final RenderBudget budget;
    private final StringBuilder text = new StringBuilder(1024);

    BudgetedWriter(RenderBudget budget) {
        this.budget = budget;
    }

    RenderBudget budget() {
        return budget;
    }

    @Override
    public void write(int c) {
        budget.characters(1);
        text.append((char) c);
    }

    @Override
    public void write(char[] source, int offset, int length) {
        budget.characters(length);
        text.append(source, offset, length);
    }

    @Override
    public void write(String source, int offset, int length) {
        budget.characters(length);
        text.append(source, offset, offset + length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
