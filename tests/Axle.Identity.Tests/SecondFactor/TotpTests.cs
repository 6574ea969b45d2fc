using System.Text;
using Axle.Identity.SecondFactor;

namespace Axle.Identity.Tests.SecondFactor;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // Appendix B of RFC 6238, the last six of eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void The_code_before_and_the_one_after_are_taken(int away, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepOf(now) + away;
        Totp.Match(Secret, Totp.Code(Secret, step), now, after: 0).ShouldBe(taken ? step : null);
    }

    [Fact]
    public void A_code_that_was_used_is_refused_and_so_are_older_ones()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepOf(now);
        Totp.Match(Secret, Totp.Code(Secret, step), now, after: step).ShouldBeNull();
        Totp.Match(Secret, Totp.Code(Secret, step - 1), now, after: step).ShouldBeNull();
        Totp.Match(Secret, Totp.Code(Secret, step + 1), now, after: step).ShouldBe(step + 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("２８７０８２")]
    public void What_is_no_code_is_refused(string? typed) =>
        Totp.Match(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59), after: 0).ShouldBeNull();

    [Fact]
    public void Blanks_in_a_code_do_not_count() =>
        Totp.Match(Secret, "287 082", DateTimeOffset.FromUnixTimeSeconds(59), after: 0).ShouldNotBeNull();

    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_standard(string text, string encoded) => Base32.Encode(Encoding.ASCII.GetBytes(text)).ShouldBe(encoded);

    [Fact]
    public void The_address_for_apps_names_all_that_they_need() =>
        Totp.Uri(Secret, "a b").ShouldBe("otpauth://totp/Axle:a%20b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Axle&algorithm=SHA1&digits=6&period=30");

    [Fact]
    public void Recovery_codes_are_different_and_are_known_however_they_are_typed()
    {
        var codes = RecoveryCodes.New();
        codes.Distinct().Count().ShouldBe(RecoveryCodes.Count);
        codes.ShouldAllBe(static c => c.Length == 19);
        RecoveryCodes.Hash(codes[0].ToLowerInvariant().Replace('-', ' ')).ShouldBe(RecoveryCodes.Hash(codes[0]));
        RecoveryCodes.Hash("123456").ShouldBeNull();
    }
}
