// Shows /openapi.json. Everything from the document goes in as text, never as markup.
'use strict';

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children.filter(child => child !== undefined && child !== null));
  return made;
};

const show = api => {
  const resolve = node => node && node.$ref
    ? resolve(node.$ref.slice(2).split('/').reduce((at, step) => at[step], api))
    : node;

  const typeOf = schema => {
    const types = [schema.type || 'any'].flat();
    const inner = types.includes('array') ? ' of ' + typeOf(resolve(schema.items)) : '';
    const bounds = [];
    if (schema.enum) bounds.push(schema.enum.filter(word => word !== null).join(' | '));
    if (schema.format) bounds.push(schema.format);
    if (schema.maxLength) bounds.push('at most ' + schema.maxLength + ' characters');
    if (schema.minimum !== undefined) bounds.push(schema.minimum + ' to ' + schema.maximum);
    if (schema.default !== undefined) bounds.push('default ' + schema.default);
    return types.join(' or ') + inner + (bounds.length ? ' (' + bounds.join('; ') + ')' : '');
  };

  const rows = (schema, deep) => Object.entries(resolve(schema).properties || {}).flatMap(([name, found]) => {
    const property = resolve(found);
    const needed = (resolve(schema).required || []).includes(name);
    const row = element('tr', {},
      element('td', { class: 'deep' + deep }, element('code', {}, name), needed ? '' : ' ?'),
      element('td', { class: 'type' }, typeOf(property)),
      element('td', {}, property.description || ''));
    const below = resolve(property.items) || property;
    return [row, ...(below.properties && deep < 2 ? rows(below, deep + 1) : [])];
  });

  const fields = schema => {
    const found = rows(schema, 0);
    return found.length ? element('table', {}, ...found) : element('p', {}, 'No fields.');
  };

  const parameters = operation => {
    const found = (operation.parameters || []).map(resolve);
    return found.length === 0 ? [] : [element('h4', {}, 'Parameters'), element('table', {}, ...found.map(one =>
      element('tr', {},
        element('td', {}, element('code', {}, one.name), one.required ? '' : ' ?'),
        element('td', { class: 'type' }, one.in + ', ' + typeOf(one.schema)),
        element('td', {}, one.description || ''))))];
  };

  const body = operation => {
    if (!operation.requestBody) return [];
    const content = operation.requestBody.content['application/json'];
    return [element('h4', {}, 'Body' + (operation.requestBody.required ? '' : ' (may be left out)')),
      fields(content.schema), element('pre', {}, JSON.stringify(content.example, null, 2))];
  };

  const answers = operation => [element('h4', {}, 'Answers'), ...Object.entries(operation.responses).map(([status, found]) => {
    const response = resolve(found);
    const content = Object.values(response.content || {})[0];
    const line = [element('code', {}, status), ' ' + response.description];
    return status < '300' && content && resolve(content.schema).properties
      ? element('details', {}, element('summary', {}, ...line), fields(content.schema))
      : element('div', {}, ...line);
  })];

  const page = document.getElementById('document');
  const contents = document.getElementById('contents');
  page.replaceChildren(element('h1', {}, api.info.title), element('p', {}, api.info.description),
    element('p', {}, api.components.securitySchemes.key.description, ' ',
      element('a', { href: '/openapi.json' }, 'The document itself.')));

  for (const tag of api.tags) {
    contents.append(element('h2', {}, tag.name));
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (!operation.tags.includes(tag.name)) continue;
        const scope = (operation.security[0] || { key: [] }).key[0];
        contents.append(element('a', { href: '#' + operation.operationId }, operation.summary));
        page.append(element('section', { id: operation.operationId },
          element('h3', {}, operation.summary),
          element('p', {}, element('span', { class: 'method ' + method }, method.toUpperCase()), element('code', {}, path)),
          element('p', {}, operation.description || '', scope ? ' Needs the scope ' : ' Needs no key.', scope ? element('code', {}, scope) : ''),
          ...parameters(operation), ...body(operation), ...answers(operation)));
      }
    }
  }
};

fetch('/openapi.json').then(answer => answer.json()).then(show).catch(problem => {
  document.getElementById('document').textContent = 'The document cannot be shown: ' + problem;
});
