package io.noderesource.edgex.internal.wire;

import io.noderesource.edgex.internal.http.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A form with one file in it (RFC 7578), as EdgeX takes profiles. */
public final class Multipart {
    private Multipart() {}

    /** The request with the bytes as the form's {@code file}. */
    public static Request file(Request request, byte[] bytes) {
        String boundary = UUID.randomUUID().toString(); // 122 bits of chance: it is not in the file
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"profile.yaml\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(bytes);
        body.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return request.sending(body.toByteArray(), "multipart/form-data; boundary=" + boundary);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
