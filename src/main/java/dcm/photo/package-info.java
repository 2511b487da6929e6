/**
 * Photos: an upload is checked and encoded again, so that what is stored holds pixels only. Pure
 * computation without I/O (docs/adr/0040).
 */
@NullMarked
package dcm.photo;

import org.jspecify.annotations.NullMarked;
