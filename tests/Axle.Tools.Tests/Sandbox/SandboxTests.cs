using System.Text;
using Axle.Tools.Sandbox;

namespace Axle.Tools.Tests.Sandbox;

/// <summary>What programs in the sandbox can do, and what is told of those that fail.</summary>
public sealed class SandboxTests
{
    [Fact]
    public async Task Python_reads_its_inputs_and_gives_its_output()
    {
        var outcome = await SandboxBench.PythonAsync("print('hello', inputs['name'])\noutput = {'sum': sum(inputs['numbers'])}", new { name = "Ada", numbers = new[] { 1, 2, 3 } });
        outcome.Text.ShouldBe("hello Ada");
        outcome.Result.GetProperty("sum").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task JavaScript_returns_a_value_and_may_wait_for_one()
    {
        var outcome = await SandboxBench.RunAsync(
            SandboxLanguage.JavaScript, "const twice = await Promise.resolve(inputs.n * 2);\nconsole.log('seen');\nreturn { twice };", new { n = 21 });
        (outcome.Text, outcome.Result.GetProperty("twice").GetInt32()).ShouldBe(("seen", 42));
        (await SandboxBench.RunAsync(SandboxLanguage.JavaScript, "const output = [1]")).Result.GetRawText().ShouldBe("[1]");
    }

    [Fact]
    public async Task Sql_selects_from_inputs_and_from_files()
    {
        var outcome = await SandboxBench.RunAsync(
            SandboxLanguage.Sql,
            "create view joined as select o.name, o.n * p.price as total from orders o join prices p on p.name = o.name;\nselect name, total from joined where total > :least order by name",
            new { orders = new[] { new { name = "pen", n = 3 }, new { name = "ink", n = 1 } }, least = 2 },
            null,
            new SandboxFile("prices.csv", Encoding.UTF8.GetBytes("name,price\npen,1.5\nink,\"2\"\n")));
        outcome.Result.GetRawText().ShouldBe("""[{"name": "pen", "total": 4.5}]""");
    }

    [Fact]
    public async Task Csv_goes_in_and_tables_pictures_and_files_come_out()
    {
        var outcome = await SandboxBench.PythonAsync(
            """
            import csv
            rows = list(csv.DictReader(open('in/data/a.csv')))
            with open('out/sums.csv', 'w') as f:
                f.write('name,sum\n"x, y",%d\n' % sum(int(r['v']) for r in rows))
            open('out/dot.svg', 'w').write('<svg/>')
            open('out/note.txt', 'w').write('hi')
            """,
            null, null, new SandboxFile("data/a.csv", Encoding.UTF8.GetBytes("v\n1\n41\n")));
        var table = outcome.Tables.ShouldHaveSingleItem();
        table.Columns.ShouldBe(["name", "sum"]);
        table.Rows[0].Select(static c => c.GetRawText()).ShouldBe(["\"x, y\"", "42"]);
        outcome.Pictures.ShouldHaveSingleItem().MediaType.ShouldBe("image/svg+xml");
        Encoding.UTF8.GetString(outcome.Files.ShouldHaveSingleItem().Content.Span).ShouldBe("hi");
    }

    [Fact]
    public async Task A_program_that_fails_tells_its_line()
    {
        var python = await SandboxBench.FailAsync("x = 1\nraise ValueError('not so')");
        python.Kind.ShouldBe(ErrorKind.Tool);
        python.Message.ShouldContain("main.py\", line 2");
        python.Message.ShouldContain("ValueError: not so");
        (await SandboxBench.FailAsync("const a = 1;\nthrow new Error('not so');", language: SandboxLanguage.JavaScript)).Message.ShouldContain("main.js:2");
        (await SandboxBench.FailAsync("select * from nowhere", language: SandboxLanguage.Sql)).Message.ShouldContain("no such table: nowhere");
        (await SandboxBench.FailAsync("import sys; sys.exit(7)")).Message.ShouldContain("exit code 7");
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_ended()
    {
        var limits = new SandboxLimits { Time = TimeSpan.FromSeconds(1) };
        (await SandboxBench.FailAsync("while True: pass", limits)).Kind.ShouldBe(ErrorKind.Timeout);
        (await SandboxBench.FailAsync("import time; time.sleep(60)", limits)).Kind.ShouldBe(ErrorKind.Timeout);
    }

    [Fact]
    public async Task What_is_printed_beyond_the_limit_is_cut_off_and_told()
    {
        var outcome = await SandboxBench.PythonAsync("print('x' * 5000)", null, new SandboxLimits { Text = 2048 });
        outcome.Text.Length.ShouldBe(2048);
        outcome.Notes.ShouldHaveSingleItem().ShouldContain("2952 characters");
    }

    [Fact]
    public async Task A_job_that_cannot_be_is_refused_before_it_runs()
    {
        var sandbox = new CodeSandbox(TimeProvider.System);
        foreach (var job in (SandboxJob[])
        [
            new(SandboxLanguage.Python, "") { Limits = new SandboxLimits { Time = TimeSpan.Zero } },
            new(SandboxLanguage.Python, "") { Files = [new SandboxFile("../x", default)] },
            new(SandboxLanguage.Python, "") { Files = [new SandboxFile("/etc/x", default)] },
            new(SandboxLanguage.Python, new string('#', CodeSandbox.LongestSource + 1)),
        ])
        {
            var refused = await Should.ThrowAsync<AxleException>(() => sandbox.RunAsync(job, TestContext.Current.CancellationToken));
            refused.Error.Kind.ShouldBe(ErrorKind.Validation);
        }
    }
}
