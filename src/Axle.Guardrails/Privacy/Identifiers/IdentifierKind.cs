namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Identifiers whose form, and mostly a checksum, tells whether they are real.</summary>
public enum IdentifierKind
{
    /// <summary>Number of a payment card: Luhn's checksum, length and range of a known network.</summary>
    CreditCard,

    /// <summary>International bank account number: length of its country, remainder 1 by 97.</summary>
    Iban,

    /// <summary>Address of e-mail (RFC 5321, with letters of any script).</summary>
    EmailAddress,

    /// <summary>IPv4 or IPv6, with zone.</summary>
    IpAddress,

    /// <summary>Hardware address of 48 or 64 bits.</summary>
    MacAddress,

    /// <summary>Telephone number: international anywhere, national with a country.</summary>
    PhoneNumber,

    /// <summary>Social security number of the United States.</summary>
    UsSsn,

    /// <summary>Number of an identity card or of a person's register; needs a country for an exact answer.</summary>
    NationalId,

    /// <summary>Number that a tax office knows a person by; needs a country for an exact answer.</summary>
    TaxId,

    /// <summary>Number of a passport; needs a country for an exact answer.</summary>
    Passport,

    /// <summary>Address of a Bitcoin wallet.</summary>
    BitcoinAddress,

    /// <summary>Address of an Ethereum wallet.</summary>
    EthereumAddress,

    /// <summary>Number of a mobile device.</summary>
    Imei,

    /// <summary>JSON web token.</summary>
    Jwt,
}
