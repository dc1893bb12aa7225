package io.noderesource.backend.pmem.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutContentTest {

    private static final long SIZE = 64 << 20;

    private static ByteBuffer info(String signature, long data, int padding) {
        ByteBuffer info = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        info.put(0, signature.getBytes(StandardCharsets.US_ASCII));
        info.putLong(56, data);
        info.putInt(76, padding);
        return info.order(ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NVDIMM_PFN_INFO", "NVDIMM_DAX_INFO"})
    void dataBeginsBehindTheRecordsOfPages(String signature) throws IOException {
        assertThat(LayoutContent.dataBegins(info(signature, 2 << 20, 0), SIZE)).hasValue(2 << 20);
        assertThat(LayoutContent.dataBegins(info(signature, 2 << 20, 16 << 20), SIZE))
                .hasValue(18 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NVDIMM_PFN_INFO1", "NVDIMM_PFN_INF", "BTT_ARENA_INFO"})
    void whatHasNoSuchSignatureHasNoSuchLayout(String signature) throws IOException {
        assertThat(LayoutContent.dataBegins(info(signature, 2 << 20, 0), SIZE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -4096, 512, SIZE, Long.MAX_VALUE, Long.MIN_VALUE})
    void whatCannotBeIsNotGuessed(long data) {
        assertThatThrownBy(() -> LayoutContent.dataBegins(info("NVDIMM_PFN_INFO", data, 0), SIZE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not understood");
    }

    @Test
    void paddingLeadsNowhereElse() {
        assertThatThrownBy(() -> LayoutContent.dataBegins(info("NVDIMM_DAX_INFO", Long.MAX_VALUE - 4095, -4096), SIZE))
                .isInstanceOf(IOException.class);
    }
}
