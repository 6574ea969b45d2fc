namespace Axle.Tools.Tests.BuiltIn.Reports;

public sealed class RuleTitleTests
{
    [Theory]
    [InlineData("sec.hash.python", "weak hash")]
    [InlineData("sec.tls.python-cert-none", "TLS check switched off (cert none)")]
    [InlineData("sec.command.python-shell", "shell command")]
    [InlineData("sec.secret.assignment", "committed secret")]
    [InlineData("sec.secret.aws-key", "committed secret (aws key)")]
    [InlineData("perf.query-in-loop.csharp", "query in loop")]
    [InlineData("cfg.docker.root-user", "docker: root user")]
    [InlineData("cs.sync-over-async", "sync over async")]
    [InlineData("own.sql-concatenation", "SQL concatenation")]
    [InlineData("structure.complex-function", "complex function")]
    [InlineData("x", "x")]
    [InlineData("", "finding without a rule")]
    public void Rule_is_named_in_words(string rule, string title) => new ReviewRule(rule).Title.ShouldBe(title);

    [Theory]
    [InlineData("structure.long-function", true)]
    [InlineData("tests.none", true)]
    [InlineData("sec.eval.python", false)]
    [InlineData("cs.throw-ex", false)]
    public void Upkeep_is_told_from_faults(string rule, bool upkeep) => new ReviewRule(rule).IsUpkeep.ShouldBe(upkeep);
}
