using System.Text.Json;
using Axle.Guardrails.Privacy.Identifiers;

namespace Axle.Guardrails.Tests.Privacy.Identifiers;

/// <summary>The suites of other validators, and a number of every country.</summary>
public sealed class PublicSetTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, IdentifierKind> Kinds = new()
    {
        ["isCreditCard"] = IdentifierKind.CreditCard,
        ["isIBAN"] = IdentifierKind.Iban,
        ["isEmail"] = IdentifierKind.EmailAddress,
        ["isIP"] = IdentifierKind.IpAddress,
        ["isMACAddress"] = IdentifierKind.MacAddress,
        ["isIdentityCard"] = IdentifierKind.NationalId,
        ["isTaxID"] = IdentifierKind.TaxId,
        ["isPassportNumber"] = IdentifierKind.Passport,
        ["isBtcAddress"] = IdentifierKind.BitcoinAddress,
        ["isEthereumAddress"] = IdentifierKind.EthereumAddress,
        ["isJWT"] = IdentifierKind.Jwt,
        ["isIMEI"] = IdentifierKind.Imei,
        ["isMobilePhone"] = IdentifierKind.PhoneNumber,
    };

    [Fact]
    public void Valid_ones_are_accepted_and_invalid_ones_refused()
    {
        var set = SharedData.Find("pii-validators");
        Assert.SkipWhen(set is null, SharedData.Missing);
        var right = new Dictionary<string, (int Right, int All)>();
        foreach (var line in File.ReadLines(Path.Combine(set, "items.jsonl")))
        {
            using var item = JsonDocument.Parse(line);
            var root = item.RootElement;
            var name = root.GetProperty("kind").GetString()!;
            var args = root.GetProperty("args");
            if (!Kinds.TryGetValue(name, out var kind) || (args.GetArrayLength() > 0 && args[0].ValueKind != JsonValueKind.String))
                continue;
            var country = args.GetArrayLength() > 0 && args[0].GetString() is { } place && place != "any" ? place.Split('-')[^1] : null;
            var text = root.GetProperty("text").GetString()!;
            var isRight = Identifier.IsValid(kind, text, country) == (root.GetProperty("label").GetString() == "valid");
            var (r, all) = right.GetValueOrDefault(name);
            right[name] = (r + (isRight ? 1 : 0), all + 1);
        }

        foreach (var (name, (r, all)) in right)
        {
            output.WriteLine($"{name}: {r} of {all}");
            // The rest are differences of opinion: checksums that the other suite does not ask for, mobile numbers that it does not know.
            var least = name switch { "isMobilePhone" => 0.85, "isBtcAddress" => 0.7, "isTaxID" => 0.995, _ => 1.0 };
            ((double)r / all).ShouldBeGreaterThanOrEqualTo(least, name);
        }
    }

    [Fact]
    public void A_mobile_number_of_every_country_is_accepted()
    {
        var set = SharedData.Find("pii-phones");
        Assert.SkipWhen(set is null, SharedData.Missing);
        foreach (var line in File.ReadLines(Path.Combine(set, "items.jsonl")))
        {
            using var item = JsonDocument.Parse(line);
            var text = item.RootElement.GetProperty("text").GetString()!;
            Identifier.IsValid(IdentifierKind.PhoneNumber, text).ShouldBeTrue(text);
            Identifier.IsValid(IdentifierKind.PhoneNumber, item.RootElement.GetProperty("national").GetString()!, item.RootElement.GetProperty("country").GetString())
                .ShouldBeTrue(text);
        }
    }
}
