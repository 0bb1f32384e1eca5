package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.ForTokenParser;
import java.io.Writer;
import java.util.List;

/** Loops whose turns are counted, also those that write nothing. */
final class LoopParser extends ForTokenParser {

    @Override
    public RenderableNode parse(Token token, Parser parser) {
        ForNode loop = (ForNode) super.parse(token, parser);
        int line = loop.getLineNumber();
        var body = new BodyNode(line, List.of(new Turn(line), loop.getBody()));
        return new ForNode(line, loop.getIterationVariable(), loop.getIterable(), body, loop.getElseBody());
    }

    private static final class Turn extends AbstractRenderableNode {

        Turn(int line) {
            super(line);
        }

        @Override
        public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
            ((BudgetedWriter) writer).budget().turn();
        }

        @Override
        public void accept(NodeVisitor visitor) {
            visitor.visit(this);
        }
    }
}
