package dcm.cluster;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builder of an X.509 certificate (RFC 5280). */
final class CertificateBuilder {
  /**
   * The time by which the validity begins earlier, so that clock skew does not make a new
   * certificate invalid.
   */
  private static final Duration BACKDATE = Duration.ofHours(1);

  private final X500Name subject;
  private final PublicKey key;
  private final Instant notBefore;
  private final Instant notAfter;
  private final List<ExtensionEntry> extensions = new ArrayList<>();

  private record ExtensionEntry(ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {}

  CertificateBuilder(X500Name subject, PublicKey key, Duration validity, Instant now) {
    this.subject = subject;
    this.key = key;
    this.notBefore = now.minus(BACKDATE);
    this.notAfter = now.plus(validity);
  }

  /** Makes it an authority for nodes, but not for other authorities. */
  CertificateBuilder asAuthority() {
    addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return this;
  }

  /** Makes it the certificate of a node, as client and as server. */
  CertificateBuilder asNode(List<GeneralName> hosts) {
    addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(hosts.toArray(GeneralName[]::new)));
    return this;
  }

  private void addExtension(ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {
    extensions.add(new ExtensionEntry(name, critical, value));
  }

  X509Certificate sign(X500Name issuer, PrivateKey issuerKey)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, new SecureRandom()),
            Date.from(notBefore),
            Date.from(notAfter),
            subject,
            key);
    for (var entry : extensions) {
      builder.addExtension(entry.name(), entry.critical(), entry.value());
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }
}
