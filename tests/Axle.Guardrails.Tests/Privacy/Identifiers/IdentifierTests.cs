using Axle.Guardrails.Privacy.Identifiers;

namespace Axle.Guardrails.Tests.Privacy.Identifiers;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData(IdentifierKind.CreditCard, "4111 1111 1111 1111")]
    [InlineData(IdentifierKind.CreditCard, "378282246310005")]
    [InlineData(IdentifierKind.Iban, "gb33 bukb 2020 1555 5555 55")]
    [InlineData(IdentifierKind.Iban, "DE89370400440532013000")]
    [InlineData(IdentifierKind.EmailAddress, "anna.müller+news@exämple.de")]
    [InlineData(IdentifierKind.IpAddress, "2001:db8::8a2e:370:7334")]
    [InlineData(IdentifierKind.MacAddress, "0025.96FF.FE12")]
    [InlineData(IdentifierKind.PhoneNumber, "+44 (0)20 7946 0958")]
    [InlineData(IdentifierKind.UsSsn, "536-32-3065")]
    [InlineData(IdentifierKind.BitcoinAddress, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(IdentifierKind.BitcoinAddress, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    public void What_is_valid_is_accepted(IdentifierKind kind, string text) => Identifier.IsValid(kind, text).ShouldBeTrue();

    [Theory]
    [InlineData(IdentifierKind.CreditCard, "4111 1111 1111 1112")]
    [InlineData(IdentifierKind.CreditCard, "9999999999999995")]
    [InlineData(IdentifierKind.Iban, "DE89370400440532013001")]
    [InlineData(IdentifierKind.Iban, "XX89370400440532013000")]
    [InlineData(IdentifierKind.EmailAddress, "anna..mueller@example.com")]
    [InlineData(IdentifierKind.EmailAddress, "anna@localhost")]
    [InlineData(IdentifierKind.EmailAddress, "\"a\"b\"@example.com")]
    [InlineData(IdentifierKind.IpAddress, "1.2.3.04")]
    [InlineData(IdentifierKind.IpAddress, "1::2::3")]
    [InlineData(IdentifierKind.PhoneNumber, "+999 1234567")]
    [InlineData(IdentifierKind.UsSsn, "000-12-3456")]
    [InlineData(IdentifierKind.BitcoinAddress, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")]
    [InlineData(IdentifierKind.Jwt, "a.b.c")]
    public void What_is_not_is_refused(IdentifierKind kind, string text) => Identifier.IsValid(kind, text).ShouldBeFalse();

    [Theory]
    [InlineData("DE", "86095742719", true)]
    [InlineData("DE", "86095742710", false)]
    [InlineData("FR", "3023217600053", true)]
    [InlineData("NL", "174559434", true)]
    [InlineData("NL", "174559435", false)]
    [InlineData("ZZ", "174559434", false)]
    public void Tax_numbers_are_judged_by_their_country(string country, string text, bool isValid) =>
        Identifier.IsValid(IdentifierKind.TaxId, text, country).ShouldBe(isValid);
}
