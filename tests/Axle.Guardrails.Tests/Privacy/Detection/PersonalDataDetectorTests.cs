using Axle.Guardrails.Privacy.Detection;
using Axle.Guardrails.Privacy.Detection.Training;

namespace Axle.Guardrails.Tests.Privacy.Detection;

public sealed class PersonalDataDetectorTests(ITestOutputHelper output)
{
    private readonly PersonalDataDetector _detector = new();

    [Theory]
    [InlineData("Pay with 4111 1111 1111 1111 please", "CREDIT_CARD", "4111 1111 1111 1111")]
    [InlineData("to DE89 3704 0044 0532 0130 00, thanks", "IBAN_CODE", "DE89 3704 0044 0532 0130 00")]
    [InlineData("mail <anna.mueller@example.com>.", "EMAIL_ADDRESS", "anna.mueller@example.com")]
    [InlineData("from 2001:db8::8a2e:370:7334 and", "IP_ADDRESS", "2001:db8::8a2e:370:7334")]
    [InlineData("host 192.168.10.4:8080", "IP_ADDRESS", "192.168.10.4")]
    [InlineData("mac 00:25:96:ff:fe:12", "MAC_ADDRESS", "00:25:96:ff:fe:12")]
    [InlineData("call +49 30 901820 today", "PHONE_NUMBER", "+49 30 901820")]
    [InlineData("His SSN is 536-32-3065.", "US_SSN", "536-32-3065")]
    [InlineData("born 8/31/1970 in", "DATE_TIME", "8/31/1970")]
    [InlineData("wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "CRYPTO", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData("postgres://admin:hunter2@db.example.com/app", "SECRET", "postgres://admin:hunter2@db.example.com/app")]
    [InlineData("api_key = \"q8Zk2Lm9Xv3Rt7\"", "SECRET", "q8Zk2Lm9Xv3Rt7")]
    [InlineData("passport no. C01X00T47", "PASSPORT", "C01X00T47")]
    [InlineData("driver license A1234567", "US_DRIVER_LICENSE", "A1234567")]
    public void What_a_rule_knows_is_found_where_it_stands(string text, string type, string value)
    {
        var span = _detector.Detect(text).First(s => s.Type == type);
        text[span.Start..span.End].ShouldBe(value);
    }

    [Theory]
    [InlineData("Deploy the pods to EKS, put the files into S3 and watch Grafana.")]
    [InlineData("The answer is 42, not 4111111111111112.")]
    [InlineData("Version 10.0.12 of the runtime was built with 3 warnings.")]
    [InlineData("How do I increase the limit of my account?")]
    public void What_tells_of_nobody_is_left_alone(string text) => _detector.Detect(text).ShouldBeEmpty();

    [Fact]
    public void Own_patterns_and_allowed_texts_are_kept()
    {
        var options = PersonalDataOptions.Default with
        {
            Patterns = [new PersonalDataPattern("CUSTOMER", @"KD-\d{6}", 1)],
            Allowed = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "support@example.com" },
        };
        new PersonalDataDetector(options).Detect("KD-123456 wrote to Support@example.com").ShouldHaveSingleItem().Type.ShouldBe("CUSTOMER");
        Should.Throw<AxleException>(() => new PersonalDataPattern("X", @"(a)\1")).Message.ShouldContain("'X'");
    }

    [Fact]
    public void On_templates_never_seen_it_is_as_good_as_the_page_says()
    {
        var folder = SharedData.Find("pii-presidio");
        Assert.SkipWhen(folder is null, SharedData.Missing);
        // One part of five, for the time that it takes; 'ax guard pii-bench' measures all.
        var measure = PersonalDataTraining.MeasurePart(Path.GetDirectoryName(folder)!, 1);
        output.WriteLine($"{measure.Set}: {measure.Sentences} texts, {measure.Tokens} tokens, recall {measure.Recall:0.000}, precision {measure.Precision:0.000}");
        output.WriteLine(string.Join(", ", measure.Types.Select(static t => $"{t.Type} {t.Recall:0.000} of {t.Tokens}")));
        measure.Recall.ShouldBeGreaterThan(0.95);
        measure.Precision.ShouldBeGreaterThan(0.93);
    }

    [Fact]
    public void The_card_names_the_model_that_is_shipped()
    {
        using var stream = typeof(PersonalDataDetector).Assembly.GetManifestResourceStream("Axle.Guardrails.pii-tagger.bin")!;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        File.ReadAllText(Path.Combine(Repository.Folder, "docs/personal-data.md")).ShouldContain(hash);
    }

    [Fact]
    public void A_long_text_is_searched_to_its_end()
    {
        var text = string.Concat(Enumerable.Repeat("Anna Miller of 12 Main Street wrote on 8/31/1970 to bob@example.com. ", 400));
        _detector.Detect(text).Count(static s => s.Type == PersonalDataTypes.EmailAddress).ShouldBe(400);
    }
}
