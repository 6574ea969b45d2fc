using Axle.Identity.Passwords;

namespace Axle.Identity.Tests.Passwords;

public sealed class PasswordTests
{
    private const string Good = "four chairs sing at noon";

    [Fact]
    public void A_password_matches_its_own_hash_and_no_other()
    {
        var (one, other) = (PasswordHash.Create(Good), PasswordHash.Create(Good));
        one.ShouldNotBe(other, "each has a salt of its own");
        PasswordHash.Matches(Good, one).ShouldBeTrue();
        PasswordHash.Matches(Good + " ", one).ShouldBeFalse();
        PasswordHash.Matches(Good, PasswordHash.Nobodys).ShouldBeFalse();
    }

    [Fact]
    public void Hashes_have_the_work_that_OWASP_asks_for_and_older_ones_are_known()
    {
        PasswordHash.Create(Good).ShouldStartWith("pbkdf2-sha512$220000$");
        PasswordHash.IsOutdated(PasswordHash.Create(Good)).ShouldBeFalse();
        PasswordHash.IsOutdated(PasswordHash.Nobodys.Replace("220000", "210000", StringComparison.Ordinal)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("pbkdf2-sha512$0$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha512$99999999999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha1$220000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_hash_is_told_and_not_shown(string kept)
    {
        var fault = Should.Throw<AxleException>(() => PasswordHash.Matches(Good, kept));
        if (kept.Length > 0)
            fault.Message.ShouldNotContain(kept);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("elevenchars")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("password1234")]
    [InlineData("Qwerty123456")]
    [InlineData("ann-ann-ann-1")]
    public void A_password_that_would_be_guessed_is_refused(string password) =>
        Should.Throw<AxleException>(() => PasswordRules.Check(password, "ann-ann-ann")).Error.Kind.ShouldBe(ErrorKind.Validation);

    [Theory]
    [InlineData(Good)]
    [InlineData("password of the blue heron")]
    [InlineData("k3*Xq9!vLp2$")]
    public void A_password_that_is_hard_to_guess_is_taken(string password) => PasswordRules.Check(password, "ann");

    [Fact]
    public void A_password_that_would_only_make_the_hash_dear_is_refused() =>
        Should.Throw<AxleException>(() => PasswordRules.Check(string.Concat(Enumerable.Repeat("abcdefgh", 40)), "ann"));
}
