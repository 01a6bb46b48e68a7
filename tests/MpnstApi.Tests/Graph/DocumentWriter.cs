using System.Text;
using GraphQL.Types;

namespace MpnstApi.Tests.Graph;

/// <summary>
/// Writes requests at random: fields and arguments of the schema, mostly with values of their types, often with others, in
/// literals and in variables; now and then with damage to the text.
/// </summary>
internal sealed class DocumentWriter(Schema schema, Random random)
{
    // How often a value is not of its type, a name not of the schema, a text damaged. Half of the documents have no such
    // error and are run; what is wrong with them is in the values alone.
    private readonly double carelessness = random.Next(4) switch
    {
        0 or 1 => 0,
        2 => 0.05,
        _ => 0.15,
    };

    private const int MostLevels = 5;

    // As they stand between the quotes of a JSON string; within a document each backslash is doubled once more by the
    // body around it.
    private static readonly string[] Strings =
    [
        "",
        " ",
        "NCT02601209",
        "nct03433183",
        "pazopanib",
        "PD-0325901",
        "KDR",
        "MAP2K1",
        "PDCD1_CD274",
        "MPNST",
        "ALL",
        "UNCLASSIFIED",
        "unclassified",
        "US",
        "France, Germany",
        "2026-11-23.1",
        "2026-11-23.0",
        "9999-99-99.9",
        "2020",
        "2020-02-31",
        "2020-13",
        "0000-00-00",
        "MXwyMDI2LTExLTIzLjF8eHww",
        "MXwyMDI2LTExLTIzLjF8eHwtMQ==",
        "====",
        "12",
        "-1",
        "1e400",
        "NaN",
        "null",
        "true",
        "a,b,,c",
        "%00",
        "＝1+1",
        "İSTANBUL ß ﬁ",
        "🧬",
        "e\u0301\u200b\ufeff",
        "\\u0000",
        "\\u0007\\u001b",
        "\\ud800",
        "\\udc00x",
        "\\ud83e\\uddec",
        "\\ufffe\\uffff",
        "\\\"",
        "\\\\",
        "\\n= 1",
        "' OR 1=1 --",
        "{{7*7}}",
        new('a', 70),
        new('é', 5_000),
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "1",
        "2",
        "7",
        "25",
        "200",
        "201",
        "-1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999999999999999999999",
        "1.0",
        "0.5",
        "-1.5e3",
        "1e10",
        "1e308",
        "1e400",
        "-1e-400",
    ];

    private static readonly string[] Integers =
    [
        "0",
        "-0",
        "1",
        "2",
        "7",
        "25",
        "201",
        "-1",
        "2147483647",
        "-2147483648",
    ];

    private static readonly string[] Shards =
    [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "!",
        "$",
        "@",
        "...",
        "...on ",
        "\\\"",
        "\\\"\\\"\\\"",
        "#",
        ",",
        "&",
        "|",
        "=",
        "null",
        "query ",
        "mutation ",
        "subscription ",
        "fragment ",
        "__typename ",
        "\\u0000",
        "\\ufeff",
        "\\ud800",
        "é",
        "🧬",
    ];

    private readonly List<(string Name, string Type, string Default, string Value)> variables = [];
    private readonly List<(string Name, string Text)> fragments = [];
    private int aliases;

    /// <summary>A request as JSON.</summary>
    public string Body()
    {
        var document = Damaged(Document());
        var body = new StringBuilder("{\"query\":\"").Append(document).Append('"');
        if (variables.Count > 0 || Careless())
        {
            body.Append(",\"variables\":").Append(VariableValues());
        }
        if (Careless())
        {
            body.Append(",\"operationName\":").Append(JsonString());
        }
        if (Careless())
        {
            body.Append(",\"extensions\":").Append(JsonValue(2));
        }
        if (Careless())
        {
            body.Append(",\"documentId\":").Append(JsonString());
        }
        return body.Append('}').ToString();
    }

    private string Document()
    {
        var selection = Selection(schema.Query!, 0);
        var declared = string.Concat(
            variables.Select(variable => $"${variable.Name}: {variable.Type}{variable.Default} ")
        );
        var operation = Careless()
            ? Pick("mutation", "subscription", "query A", "query Ü")
            : "query";
        var head = declared.Length > 0 ? $"{operation}({declared})" : operation;
        var text = new StringBuilder();
        foreach (var fragment in fragments)
        {
            text.Append(fragment.Text).Append(' ');
        }
        text.Append(head).Append(Directive()).Append(' ').Append(selection);
        if (Careless())
        {
            text.Append(" query B { dataset { version } }");
        }
        return text.ToString();
    }

    private string Selection(IComplexGraphType type, int level)
    {
        var members = new StringBuilder("{ ");
        var wanted = random.Next(1, level == 0 ? 3 : 4);
        for (var i = 0; i < wanted; i++)
        {
            members.Append(Member(type, level)).Append(' ');
        }
        return members.Append('}').ToString();
    }

    private string Member(IComplexGraphType type, int level)
    {
        if (Careless())
        {
            return Pick("__typename", "nothing", "id", "__schema { types { name } }", "...Nobody");
        }
        if (level > 0 && Chance(0.05))
        {
            return $"... on {(Careless() ? Pick("Node", "Trial", "Nobody", "String") : type.Name)}{Directive()} {Selection(type, level + 1)}";
        }
        if (level > 0 && Chance(0.05))
        {
            var name = $"F{fragments.Count}";
            var at = fragments.Count;
            fragments.Add((name, ""));
            fragments[at] = (name, $"fragment {name} on {type.Name} {Selection(type, level + 1)}");
            return $"...{name}{Directive()}";
        }
        var fields = type
            .Fields.Where(field =>
                level < MostLevels || Named(field.ResolvedType!) is ScalarGraphType
            )
            .ToList();
        if (fields.Count == 0)
        {
            return "__typename";
        }
        var field = fields[random.Next(fields.Count)];
        // Of two fields under one name the arguments would have to be the same.
        var alias =
            carelessness == 0 ? $"a{aliases++}: "
            : Chance(0.05) ? $"{Pick("a", "b", field.Name)}: "
            : "";
        var members = Named(field.ResolvedType!) is IComplexGraphType complex
            ? " " + Selection(complex, level + 1)
            : "";
        return $"{alias}{field.Name}{Arguments(field)}{Directive()}{members}";
    }

    private string Arguments(FieldType field)
    {
        var given = (field.Arguments?.ToList() ?? [])
            .Where(argument =>
                argument.ResolvedType is NonNullGraphType ? !Careless() : Chance(0.3)
            )
            .Select(argument => $"{argument.Name}: {Value(argument.ResolvedType!, 0)}")
            .ToList();
        if (Careless())
        {
            given.Add($"nothing: {Literal(2)}");
        }
        return given.Count > 0 ? $"({string.Join(", ", given)})" : "";
    }

    private string Directive() =>
        Chance(0.05)
            ? $" @{(Careless() ? Pick("deprecated", "nothing") : Pick("skip", "include", "include"))}(if: {(Careless() ? Literal(2) : Value(new NonNullGraphType(new BooleanGraphType()), 0))})"
            : "";

    // A value of a type, where chance does not want another.
    private string Value(IGraphType type, int level)
    {
        if (level < 3 && Chance(0.15))
        {
            return Variable(type);
        }
        if (Careless())
        {
            return Literal(2);
        }
        switch (type)
        {
            case NonNullGraphType nonNull:
                return Value(nonNull.ResolvedType!, level);
            case ListGraphType list:
                return Chance(0.2)
                    ? Value(list.ResolvedType!, level)
                    : $"[{string.Join(", ", Many(() => Value(list.ResolvedType!, level + 1)))}]";
            case IInputObjectGraphType input:
                var fields = input.Fields.ToList();
                return level > 2
                    ? "{}"
                    : $"{{ {string.Join(", ", Many(() => fields[random.Next(fields.Count)]).DistinctBy(field => field.Name).Select(field => $"{field.Name}: {Value(field.ResolvedType!, level + 1)}"))} }}";
            case EnumerationGraphType choice:
                var values = choice.Values.ToList();
                return values[random.Next(values.Count)].Name;
            default:
                return type.Name switch
                {
                    "Int" or "Long" => Pick(Careless() ? Numbers : Integers),
                    "Boolean" => Pick("true", "false"),
                    _ => LiteralString(),
                };
        }
    }

    // Declared with the type it is used with, or another; given, left out, or given something else.
    private string Variable(IGraphType type)
    {
        var name = $"v{variables.Count}";
        var at = variables.Count;
        variables.Add((name, "Int", "", "0"));
        variables[at] = (
            name,
            !Careless()
                ? type.ToString()!
                : Pick("Int", "[String!]", "TrialFilter", "[[ID]]", "Trial", "Nobody!", "Boolean!"),
            Careless() ? $" = {Literal(2)}" : "",
            Careless() ? JsonValue(2) : JsonOf(type, 0)
        );
        return $"${name}";
    }

    private string VariableValues()
    {
        if (Careless())
        {
            return JsonValue(2);
        }
        var given = variables
            .Where(_ => !Careless())
            .Select(variable => $"\"{variable.Name}\":{variable.Value}")
            .ToList();
        if (Careless())
        {
            given.AddRange(given.Take(1));
            given.Add($"{JsonString()}:{JsonValue(1)}");
        }
        return $"{{{string.Join(',', given)}}}";
    }

    private string JsonOf(IGraphType type, int level) =>
        type switch
        {
            NonNullGraphType nonNull => JsonOf(nonNull.ResolvedType!, level),
            ListGraphType list =>
                $"[{string.Join(',', Many(() => JsonOf(list.ResolvedType!, level + 1)))}]",
            IInputObjectGraphType input when level < 3 =>
                $"{{{string.Join(',', Many(() => input.Fields.ElementAt(random.Next(input.Fields.Count))).DistinctBy(field => field.Name).Select(field => $"\"{field.Name}\":{JsonOf(field.ResolvedType!, level + 1)}"))}}}",
            IInputObjectGraphType => "{}",
            EnumerationGraphType choice =>
                $"\"{choice.Values.ElementAt(random.Next(choice.Values.Count)).Name}\"",
            _ when Careless() => JsonValue(1),
            _ => type.Name switch
            {
                "Int" or "Long" => Pick(Careless() ? Numbers : Integers),
                "Boolean" => Pick("true", "false"),
                _ => JsonString(),
            },
        };

    private string Literal(int levels) =>
        random.Next(levels > 0 ? 8 : 6) switch
        {
            0 => "null",
            1 => Pick("true", "false"),
            2 => Pick("PHASE2", "NOBODY", "START_DATE_DESC", "on", "_"),
            3 => Pick(Numbers),
            4 or 5 => LiteralString(),
            6 => $"[{string.Join(", ", Many(() => Literal(levels - 1)))}]",
            _ =>
                $"{{ {string.Join(", ", Many(() => $"{Pick("phase", "q", "and", "drug", "age", "nothing")}: {Literal(levels - 1)}"))} }}",
        };

    private string JsonValue(int levels) =>
        random.Next(levels > 0 ? 7 : 5) switch
        {
            0 => "null",
            1 => Pick("true", "false"),
            2 => Pick(Numbers),
            3 or 4 => JsonString(),
            5 => $"[{string.Join(',', Many(() => JsonValue(levels - 1)))}]",
            _ => $"{{{string.Join(',', Many(() => $"{JsonString()}:{JsonValue(levels - 1)}"))}}}",
        };

    // A string of the document, escaped for the JSON around it; as a block now and then.
    private string LiteralString()
    {
        var quotes = Chance(0.1) ? "\\\"\\\"\\\"" : "\\\"";
        var text = Text()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return quotes + text + quotes;
    }

    private string JsonString() => $"\"{Text()}\"";

    private string Text()
    {
        var text = Pick(Strings);
        return carelessness == 0 && IsUnpaired(text) ? "" : text;
    }

    private static bool IsUnpaired(string text) => text is "\\ud800" or "\\udc00x";

    private string Damaged(string document)
    {
        if (carelessness == 0 || !Chance(0.3))
        {
            return document;
        }
        var text = new StringBuilder(document);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text.Insert(at, Pick(Shards));
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                default:
                    text.Insert(
                        at,
                        text.ToString(at, Math.Min(random.Next(1, 40), text.Length - at))
                    );
                    break;
            }
        }
        return text.ToString();
    }

    private IEnumerable<T> Many<T>(Func<T> one)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            yield return one();
        }
    }

    private bool Careless() => Chance(carelessness);

    private bool Chance(double share) => random.NextDouble() < share;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private static IGraphType Named(IGraphType type)
    {
        while (type is IProvideResolvedType { ResolvedType: { } inner })
        {
            type = inner;
        }
        return type;
    }
}
