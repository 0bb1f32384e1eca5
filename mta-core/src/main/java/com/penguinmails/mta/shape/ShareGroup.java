package com.penguinmails.mta.shape;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ring of shares, each with its weight, and whose turn it is in it. */
@SuppressWarnings("ReferenceEquality") // nodes of a ring are who they are, not what they hold
final class ShareGroup extends ShareNode {
    private @Nullable ShareNode cursor;
    private int size;

    boolean isEmpty() {
        return cursor == null;
    }

    /** Whether there is no other share. */
    boolean holdsOnly(ShareNode node) {
        return size == 1 && cursor == node;
    }

    /** Joins at the end of the line, which is just before the one whose turn it is. */
    void append(ShareNode node) {
        size++;
        node.parent = this;
        node.deficit = 0;
        ShareNode at = cursor;
        if (at == null) {
            node.next = node;
            node.previous = node;
            cursor = node;
        } else {
            node.next = at;
            node.previous = at.previous;
            at.previous.next = node;
            at.previous = node;
        }
    }

    void remove(ShareNode node) {
        size--;
        if (node.next == node) {
            cursor = null;
        } else {
            if (cursor == node) {
                cursor = node.next;
            }
            node.previous.next = node.next;
            node.next.previous = node.previous;
        }
        node.parent = null;
        node.next = node;
        node.previous = node;
    }

    /**
     * The share whose turn it is. Coming to one gives it its weight in recipients; a debt, from more served at once than was left,
     * is paid by being passed. So the loop is paid for by what was charged.
     */
    ShareNode select() {
        ShareNode node = Objects.requireNonNull(cursor, "not empty");
        if (node.next == node && node.deficit <= 0) {
            node.deficit = node.weight;
        }
        while (node.deficit <= 0) {
            node.deficit += node.weight;
            if (node.deficit <= 0) {
                node = node.next;
            }
        }
        cursor = node;
        return node;
    }

    /** Shows what lies lowest below each of the next shares, about so many in all; where there are fewer, their next but one, and so on. */
    void ahead(int count, Consumer<ShareNode> consumer) {
        ShareNode node = cursor;
        for (int i = 0; i < count && node != null; i++) {
            consumer.accept(lowest(node, i / size));
            node = node.next;
        }
    }

    private static ShareNode lowest(ShareNode top, int further) {
        ShareNode node = top;
        int rest = further;
        while (node instanceof ShareGroup group && group.cursor != null) {
            node = group.cursor;
            for (int i = rest % group.size; i > 0; i--) {
                node = node.next;
            }
            rest /= group.size;
        }
        return node;
    }

    void forEach(Consumer<ShareNode> consumer) {
        ShareNode first = cursor;
        if (first == null) {
            return;
        }
        ShareNode node = first;
        do {
            consumer.accept(node);
            node = node.next;
        } while (node != first);
    }

    void charge(ShareNode node, int recipients) {
        node.deficit -= recipients;
        if (node.deficit <= 0 && cursor == node) {
            cursor = node.next;
        }
    }
}
