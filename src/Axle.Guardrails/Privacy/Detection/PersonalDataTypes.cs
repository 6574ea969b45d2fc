namespace Axle.Guardrails.Privacy.Detection;

/// <summary>Names of types, as detectors of personal data use them. Patterns of one's own may have other names.</summary>
public static class PersonalDataTypes
{
    /// <summary>Name of a person, with its title.</summary>
    public const string Person = "PERSON";

    /// <summary>City, region, country.</summary>
    public const string Location = "LOCATION";

    /// <summary>Street, house, flat, post code.</summary>
    public const string Address = "ADDRESS";

    /// <summary>Firm or institution.</summary>
    public const string Organization = "ORGANIZATION";

    /// <summary>Occupation or form of address.</summary>
    public const string Title = "TITLE";

    /// <summary>Age of a person.</summary>
    public const string Age = "AGE";

    /// <summary>Nationality, religious or political group.</summary>
    public const string Nationality = "NRP";

    /// <summary>Date or time, dates of birth too.</summary>
    public const string DateTime = "DATE_TIME";

    /// <summary>Telephone number.</summary>
    public const string PhoneNumber = "PHONE_NUMBER";

    /// <summary>Number of a payment card.</summary>
    public const string CreditCard = "CREDIT_CARD";

    /// <summary>International bank account number.</summary>
    public const string Iban = "IBAN_CODE";

    /// <summary>Address of e-mail.</summary>
    public const string EmailAddress = "EMAIL_ADDRESS";

    /// <summary>Address of the internet protocol.</summary>
    public const string IpAddress = "IP_ADDRESS";

    /// <summary>Hardware address.</summary>
    public const string MacAddress = "MAC_ADDRESS";

    /// <summary>Address of a page or name of a site.</summary>
    public const string DomainName = "DOMAIN_NAME";

    /// <summary>Social security number of the United States.</summary>
    public const string UsSsn = "US_SSN";

    /// <summary>Number of a driver's licence.</summary>
    public const string DriverLicense = "US_DRIVER_LICENSE";

    /// <summary>Number of an identity card, a person's register or a tax office.</summary>
    public const string NationalId = "NATIONAL_ID";

    /// <summary>Number of a passport.</summary>
    public const string Passport = "PASSPORT";

    /// <summary>Address of a wallet.</summary>
    public const string CryptoWallet = "CRYPTO";

    /// <summary>Key, token or password.</summary>
    public const string Secret = "SECRET";
}
