/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.catalog.seal;

import org.testng.annotations.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestNodeCipher
{
    private static final byte[] MESSAGE = "connection-password=swordfish".getBytes(UTF_8);

    private final NodeCipher cipher = new NodeCipher("a shared secret of nodes");

    @Test
    public void testRoundTrip()
    {
        byte[] ciphertext = cipher.encrypt(MESSAGE, "context");
        assertThat(new String(ciphertext, UTF_8)).doesNotContain("password", "swordfish");
        assertThat(new NodeCipher("a shared secret of nodes").decrypt(ciphertext, "context")).isEqualTo(MESSAGE);
        assertThat(cipher.decrypt(cipher.encrypt(new byte[0], ""), "")).isEmpty();
        assertThat(cipher.encrypt(MESSAGE, "context")).isNotEqualTo(ciphertext);
    }

    @Test
    public void testOtherSecretOrContext()
    {
        byte[] ciphertext = cipher.encrypt(MESSAGE, "context");
        assertThatThrownBy(() -> new NodeCipher("a shared secret of node").decrypt(ciphertext, "context")).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> cipher.decrypt(ciphertext, "context ")).isInstanceOf(SealException.class);
    }

    @Test
    public void testAltered()
    {
        byte[] ciphertext = cipher.encrypt(MESSAGE, "context");
        for (int index = 0; index < ciphertext.length; index++) {
            byte[] altered = ciphertext.clone();
            altered[index] ^= 1;
            assertThatThrownBy(() -> cipher.decrypt(altered, "context")).isInstanceOf(SealException.class);
        }
        assertThatThrownBy(() -> cipher.decrypt(new byte[0], "context")).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> cipher.decrypt(new byte[12], "context")).isInstanceOf(SealException.class);
    }
}
