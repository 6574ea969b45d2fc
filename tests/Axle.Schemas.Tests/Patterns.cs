using System.Text.Json;

namespace Axle.Schemas.Tests;

/// <summary>Patterns mean what ECMA-262 says, where .NET says something else.</summary>
public sealed class Patterns
{
    [Theory]
    [InlineData(@"^\d$", "1", true)]
    [InlineData(@"^\d$", "٣", false)]
    [InlineData(@"^\D$", "٣", true)]
    [InlineData(@"^\w$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"^\W$", "🐲", true)]
    [InlineData(@"^\s$", "\uFEFF", true)]
    [InlineData(@"^\s$", "\u0085", false)]
    [InlineData(@"^\S$", "\uFEFF", false)]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("^.$", "\r", false)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^🐲*$", "🐲🐲", true)]
    [InlineData("^[🐲🐉]$", "🐉", true)]
    [InlineData("^[🐀-🐿]$", "🐉", true)]
    [InlineData("^[🐀-🐿]$", "a", false)]
    [InlineData("^[^🐲]$", "🐉", true)]
    [InlineData("^[^🐲]$", "🐲", false)]
    [InlineData("^[^a]$", "🐲", true)]
    [InlineData(@"^\u{1F432}$", "🐲", true)]
    [InlineData(@"^\uD83D\uDC32$", "🐲", true)]
    [InlineData(@"^\x41\u0042$", "AB", true)]
    [InlineData(@"^\cC$", "\u0003", true)]
    [InlineData(@"^\p{Letter}+$", "Straße", true)]
    [InlineData(@"^\p{digit}$", "٣", true)]
    [InlineData(@"^[\p{L}\d-]+$", "a-1", true)]
    [InlineData(@"^\P{L}$", "a", false)]
    [InlineData("[a-z]cole", "École", false)]
    [InlineData(@"\bé", "aé", true)]
    [InlineData("^[a-z-[aeiou]]$", "b]", true)]
    [InlineData("^(?<y>a)\\k<y>$", "aa", true)]
    [InlineData(@"^(a)\1$", "aa", true)]
    [InlineData(@"^a\-b\/c$", "a-b/c", true)]
    [InlineData("[]", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("a{2,3}", "aa", true)]
    [InlineData(@"^[\b]$", "\b", true)]
    public void Are_those_of_the_specification(string pattern, string text, bool valid)
    {
        var schema = JsonSerializer.Serialize(new { pattern });

        Schemas.Validate(schema, JsonSerializer.Serialize(text)).IsValid.ShouldBe(valid);
    }

    [Theory]
    [InlineData(@"\a")]
    [InlineData(@"^\S(|(.|\n)*\S)\Z")]
    [InlineData("(?i)a")]
    [InlineData("(?#comment)")]
    [InlineData("(?>a)")]
    [InlineData(@"\p{NoSuchThing}")]
    [InlineData(@"\p")]
    [InlineData(@"\u{110000}")]
    [InlineData(@"\u12")]
    [InlineData("[z-a]")]
    [InlineData("[a")]
    [InlineData("a**")]
    [InlineData(@"a\")]
    [InlineData(@"\2(a)")]
    public void That_are_none_are_refused(string pattern) =>
        Should.Throw<SchemaException>(() => Schemas.Parse(JsonSerializer.Serialize(new { pattern }))).SchemaPath.ShouldBe("#/pattern");
}
