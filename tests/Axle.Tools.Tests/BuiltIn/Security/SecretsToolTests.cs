using Axle.Tools.BuiltIn.Security;
using Axle.Tools.Findings;
using Axle.Tools.Tests.BuiltIn.Review;

namespace Axle.Tools.Tests.BuiltIn.Security;

/// <summary>All secrets here are made up and put together at run time, so that no scanner takes the source for a leak.</summary>
public sealed class SecretsToolTests
{
    private const string Noise = "q7Zt4WmX9kPv2LrB8nYc5HdG3sFj6TaQ1eRu0oIxKzMbVwCyNpSgDhJfLlAtEiUv8Qm3Xr5Zk9Bn2Wc7Pd4Tf6Hs1Jg0LyQaXzWsEdC";

    public static TheoryData<string, string> Secrets { get; } = new()
    {
        { "aws-access-key", "AK" + "IA" + "Q3EGTBVX7WYZ2LMN" },
        { "github-token", "gh" + "p_" + Noise[..36] },
        { "github-fine-token", "github" + "_pat_" + Noise[..82] },
        { "gitlab-token", "gl" + "pat-" + Noise[..20] },
        { "slack-token", "xo" + "xb-" + "738291046512-" + Noise[..24] },
        { "stripe-key", "sk" + "_live_" + Noise[..24] },
        { "stripe-test-key", "sk" + "_test_" + Noise[..24] },
        { "twilio-key", "S" + "K" + "9f8e7d6c5b4a39281706f5e4d3c2b1a0" },
        { "sendgrid-key", "SG" + "." + Noise[..22] + "." + Noise[22..65] },
        { "npm-token", "npm" + "_" + Noise[..36] },
        { "pypi-token", "py" + "pi-AgEIcHlwaS5vcmc" + Noise[..60] },
        { "openai-key", "sk-" + Noise[..20] + "T3Blbk" + "FJ" + Noise[20..40] },
        { "anthropic-key", "sk-" + "ant-api03-" + Noise[..90] },
        { "google-api-key", "AI" + "za" + Noise[..35] },
        { "azure-storage-key", "Account" + "Key=" + (Noise + Noise)[..86] + "==" },
        { "jwt", "ey" + "JhbGciOiJIUzI1NiJ9" + ".ey" + "JzdWIiOiI0MjQyIn0" + "." + Noise[..43] },
        { "digitalocean-token", "do" + "p_v1_" + string.Concat(Enumerable.Repeat("9f8e7d6c5b4a3928", 4)) },
        { "connection-string", "Server=db1.corp;Database=a;User Id=sa;Pass" + "word=Zx9!kPw2" },
        { "url-password", "postgres://app:" + "Zx9kPw2mQ" + "@db1.corp/app" },
    };

    [Theory, MemberData(nameof(Secrets))]
    public async Task Secret_is_found_on_its_line_and_never_shown(string rule, string secret)
    {
        using var workspace = new Workspace().With("src/app.py", $"import os\n\nvalue = '{secret}'\n");

        var report = await workspace.RunAsync(new SecretsTool());
        var findings = await workspace.FindingsAsync(new SecretsTool());

        findings.ShouldContain(f => f.Rule == $"sec.secret.{rule}" && f.Line == 3);
        report.GetRawText().ShouldNotContain(secret);
        report.GetRawText().ShouldNotContain(secret[5..]);
    }

    [Fact]
    public async Task Private_key_is_found_only_with_its_body()
    {
        var head = "-----BEGIN RSA PRIVATE" + " KEY-----";
        using var workspace = new Workspace()
            .With("key.pem", $"{head}\n{Noise[..64]}\n{Noise[10..74]}\n")
            .With("parse.py", $"if text.startswith('{head}'):\n    load(text)\n");

        var finding = (await workspace.FindingsAsync(new SecretsTool())).ShouldHaveSingleItem();

        finding.File.ShouldBe("key.pem");
        finding.Severity.ShouldBe(Severity.Critical);
    }

    [Theory]
    [InlineData("db_password = 'Zx9kPw2mQ7rT'")]
    [InlineData("\"apiKey\": \"9fK2mQ7rTx4Wb8Zc1Vn5\"")]
    [InlineData("client_secret: 'k3J9x-Pq7Lm2-Vb8Nw4'")]
    public async Task Assigned_value_with_entropy_is_found(string line)
    {
        using var workspace = new Workspace().With("src/settings.py", line + "\n");

        (await workspace.FindingsAsync(new SecretsTool())).ShouldHaveSingleItem().Rule.ShouldBe("sec.secret.assignment");
    }

    [Theory]
    [InlineData("password = 'changeme123'")]
    [InlineData("password = '${DB_PASSWORD1}'")]
    [InlineData("password = '<your-password-1>'")]
    [InlineData("password = 'xxxxxxxx1'")]
    [InlineData("password = os.environ['DB_PASSWORD']")]
    [InlineData("PASSWORD_FIELD = 'user_password_2'")]
    [InlineData("password_regex = '^[a-z0-9]{8,}$'")]
    [InlineData("secret_name = 'prod/db/password1'")]
    [InlineData("token_url = 'https://auth.corp/token2'")]
    [InlineData("api_key = '550e8400-e29b-41d4-a716-446655440000'")]
    [InlineData("password = 'correct horse battery'")]
    [InlineData("# password = 'Zx9kPw2mQ7rT'")]
    [InlineData("AWS_KEY = 'AKIAIOSFODNN7EXAMPLE'")]
    [InlineData("url = 'http://user:pass@example.com/'")]
    [InlineData("integrity = 'sha512-q7Zt4WmX9kPv2LrB8nYc5HdG3sFj6TaQ1eRu0oIxKzMbVwCyNpSg=='")]
    public async Task Placeholder_or_ordinary_value_is_left_alone(string line)
    {
        using var workspace = new Workspace().With("src/settings.py", line + "\n");

        (await workspace.FindingsAsync(new SecretsTool())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Example_in_a_docstring_is_left_alone()
    {
        using var workspace = new Workspace().With("src/a.py", "def f():\n    \"\"\"Answer:\n\n    'access_token': '2Yo7nFZ9Ejr1zCs2MWp'\n    \"\"\"\n");

        (await workspace.FindingsAsync(new SecretsTool())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Secret_in_test_code_is_information_with_the_reason()
    {
        using var workspace = new Workspace().With("tests/test_a.py", "value = 'gh" + "p_" + Noise[..36] + "'\n");

        var finding = (await workspace.FindingsAsync(new SecretsTool())).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(Severity.Info);
        finding.Why.ShouldContain("test code");
    }

    [Fact]
    public async Task Lock_files_are_not_searched()
    {
        using var workspace = new Workspace().With("package-lock.json", "{ \"password\": \"Zx9kPw2mQ7rT\" }\n");

        (await workspace.FindingsAsync(new SecretsTool())).ShouldBeEmpty();
    }
}
