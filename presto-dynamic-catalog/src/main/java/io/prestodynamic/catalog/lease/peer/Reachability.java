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
package io.prestodynamic.catalog.lease.peer;

/**
 * Answer of the host of a coordinator to an attempt to connect to its address.
 */
public enum Reachability
{
    ACCEPTS,
    /** No process accepts connections there, or a firewall rejects them. */
    REFUSES,
    /** There is no answer in time, as from a host that is down or cut off. */
    SILENT,
}
