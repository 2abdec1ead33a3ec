using System.Formats.Asn1;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Callers by the certificates of their connections, which the handshake has checked.</summary>
internal sealed class CertificateCallers
{
    private const string AlternativeNames = "2.5.29.17";
    private readonly ConditionalWeakTable<X509Certificate2, Caller> known = [];

    /// <summary>The caller of a certificate; null where it names nobody.</summary>
    public Caller? Of(X509Certificate2 certificate)
    {
        if (known.TryGetValue(certificate, out var caller)) return caller;
        return NameOf(certificate) is { Length: > 0 } name
            ? known.GetValue(certificate, c => new Caller($"cert:{name}", "", new DateTimeOffset(c.NotAfter.ToUniversalTime()).ToMicros()))
            : null;
    }

    /// <summary>The first URI among the alternative names (a SPIFFE id), else the first DNS name, else the subject's common name.</summary>
    private static string? NameOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions[AlternativeNames] is not { } extension) return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var names = new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical);
        return FirstUri(extension.RawData) ?? names.EnumerateDnsNames().FirstOrDefault() ?? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    private static string? FirstUri(byte[] rawNames)
    {
        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        var names = new AsnReader(rawNames, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(uri)) return names.ReadCharacterString(UniversalTagNumber.IA5String, uri);
            names.ReadEncodedValue();
        }

        return null;
    }
}
