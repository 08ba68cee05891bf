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
package io.prestodynamic.locator.testing;

/**
 * What a fake server does with requests.
 */
public enum Behavior
{
    NORMAL,
    /**
     * Accepts connections and answers nothing, until it behaves in another way: then it answers what it was asked.
     */
    HANGING,
    NOT_JSON,
    /**
     * JSON of another kind.
     */
    WRONG_JSON,
    DEEP_JSON,
    STATUS_500,
    /**
     * A body that goes on as long as anybody reads it.
     */
    ENDLESS,
    /**
     * Closes the connection without an answer.
     */
    SILENT,
}
