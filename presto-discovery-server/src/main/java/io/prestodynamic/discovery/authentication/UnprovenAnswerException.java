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
package io.prestodynamic.discovery.authentication;

/**
 * Thrown if another discovery server has not proven that it knows the shared secret.
 */
public class UnprovenAnswerException
        extends RuntimeException
{
    UnprovenAnswerException()
    {
        super("it does not prove that it knows internal-communication.shared-secret. Set the same one on all discovery servers, and see that their clocks agree");
    }
}
