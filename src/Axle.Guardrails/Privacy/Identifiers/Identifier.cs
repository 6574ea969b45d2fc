using Axle.Guardrails.Privacy.Identifiers.National;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Whether a text is an identifier of a kind. Pure arithmetic and tables: nothing is looked up and nothing kept.</summary>
public static class Identifier
{
    /// <summary>Whether the whole text is a valid identifier.</summary>
    /// <param name="kind">What it should be.</param>
    /// <param name="text">The identifier alone, as people write it. Of any length; long texts are refused at once.</param>
    /// <param name="country">Two letters of ISO 3166-1 where the kind has countries; null means any.</param>
    public static bool IsValid(IdentifierKind kind, string text, string? country = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > 8192)
            return false;
        return kind switch
        {
            IdentifierKind.CreditCard => PaymentCards.IsValid(text),
            IdentifierKind.Iban => Ibans.IsValid(text),
            IdentifierKind.EmailAddress => EmailAddresses.IsValid(text),
            IdentifierKind.IpAddress => NetworkAddresses.IsIp(text),
            IdentifierKind.MacAddress => NetworkAddresses.IsMac(text),
            IdentifierKind.PhoneNumber => PhoneNumbers.IsValid(text, country),
            IdentifierKind.UsSsn => Tokens.IsSsn(text),
            IdentifierKind.NationalId => NationalNumbers.IsIdentity(text, country),
            IdentifierKind.TaxId => NationalNumbers.IsTax(text, country),
            IdentifierKind.Passport => Passports.IsValid(text, country),
            IdentifierKind.BitcoinAddress => Wallets.IsBitcoin(text),
            IdentifierKind.EthereumAddress => Wallets.IsEthereum(text),
            IdentifierKind.Imei => Tokens.IsImei(text),
            IdentifierKind.Jwt => Tokens.IsJwt(text),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of identifier."),
        };
    }
}
