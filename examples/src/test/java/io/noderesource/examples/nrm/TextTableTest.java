package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsAreAsWideAsTheyHaveToBeAndLongCellsGoOnBelow() {
        TextTable table = new TextTable(List.of("A", "WHAT"), List.of(5, 8));
        table.row("x", "short");
        table.row("abcdefg", "two words here");

        assertThat(table.render()).isEqualTo("""
                A      WHAT
                x      short
                abcde  two
                fg     words
                       here
                """);
    }
}
