// The tables as they leave the window: as a spreadsheet, as a picture, and only where she says.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { answersB } from '../../dev/fixture-b'
import { program, signedIn } from '../../dev/test'
import type { RolesView } from '../../lib/bindings'
import { csv } from '../../lib/csv'
import { setLanguage } from '../../lib/i18n.svelte'
import { opening } from '../../lib/opening.svelte'
import { dismiss, toasts } from '../../lib/toasts.svelte'
import Export from './Export.svelte'
import { paint, sizeOf, type Ink } from './picture'
import { asRows } from './tables'

const view = answersB.roles!({ store: 's1', generation: 0, view: 'roles' }, '') as RolesView
const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

beforeEach(async () => {
  await signedIn()
  toasts.all.forEach((one) => dismiss(one.id))
})

describe('csv', () => {
  it('says that it is UTF-8, ends lines in CR LF and quotes what needs it', () => {
    expect(text(csv([['a,b', 'say "hi"', 'two\nlines', 'é 🗝']]))).toBe('\ufeff"a,b","say ""hi""","two\nlines",é 🗝\r\n')
  })
  it('lets no spreadsheet run what somebody typed', () => {
    expect(text(csv([['=1+1', '+1', '-1', '@sum', '\tx', 'a=b']]))).toBe("\ufeff'=1+1,'+1,'-1,'@sum,'\tx,a=b\r\n")
  })
  it('holds both tables as one, with codes beside the words', async () => {
    const rows = asRows(view)
    expect(rows).toHaveLength(1 + 12 + 25)
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([10]))
    expect(rows[7]).toEqual(['In the store', '', 'View reports & dashboard', 'view_reports', 'Full', 'Full', 'Full', 'Partial: Own sales only', 'Partial: Stock reports only', 'Full'])
    expect(rows.find((row) => row[3] === 'price.update')).toEqual(['In omnichannel', 'Price', 'Update prices', 'price.update', 'Always', 'Always', 'By group', 'Never', 'By group', 'Never'])
    await setLanguage('id')
    expect(asRows(view)[7]![2]).toBe('Melihat laporan & dasbor')
    await setLanguage('en')
  })
})

describe('the picture', () => {
  const ink = { surface: '#fff', accent: '#0b6', family: 'sans-serif' } as Ink

  function brush(width = 6) {
    const written: string[] = []
    const plain = { measureText: (text: string) => ({ width: text.length * width }), fillText: (text: string) => written.push(text) }
    return { written, brush: new Proxy(plain, { get: (of, name) => (name in of ? of[name as keyof typeof of] : () => {}), set: () => true }) as unknown as CanvasRenderingContext2D }
  }
  it('shows every word of both tables', () => {
    const { written, brush: on } = brush()
    paint(on, view, 'Toko Lestari · today', ink)
    for (const word of ['Toko Lestari · today', 'In the store', 'In omnichannel', 'Inventory handler', 'Own sales only', 'Update prices', 'Sync log']) expect(written).toContain(word)
    expect(written.filter((word) => ['Full', 'Partial', 'None', 'Always', 'By group', 'Never'].includes(word))).toHaveLength(12 * 6 + 25 * 6)
    expect(written.filter((word) => word === 'Sensitive')).toHaveLength(view.permissions.filter(({ sensitive }) => sensitive).length)
    expect(sizeOf(view)).toEqual({ width: 1346, height: expect.any(Number) as number })
  })
  it('ends what does not fit in an ellipsis', () => {
    const { written, brush: on } = brush(60)
    paint(on, view, 'Toko', ink)
    expect(written.some((word) => word.endsWith('…'))).toBe(true)
    expect(Math.max(...written.map((word) => word.length))).toBeLessThan(30)
  })
})

describe('export', () => {
  const choose = async (testid: string) => {
    await fireEvent.click(screen.getByTestId('roles-export'))
    await fireEvent.click(screen.getByTestId(testid))
  }
  it('asks where to under a name of the store, and says where it is', async () => {
    const { asked } = program({ save_file: () => '/home/dewi/roles.csv' })
    render(Export, { view })
    await choose('roles-csv')
    await waitFor(() => expect(toasts.all.map((one) => one.words())).toEqual(['Saved as /home/dewi/roles.csv']))
    const { command, args } = asked[0]!
    expect([command, args.title, args.name, args.kind]).toEqual(['save_file', 'Save the roles', 'Keyholder - roles - Toko Lestari.csv', 'csv'])
    expect(text(new Uint8Array(args.bytes as number[]))).toContain('In omnichannel,Price,Update prices,price.update,Always')
  })
  it('says nothing where she thought better of it', async () => {
    const { asked } = program({ save_file: () => null })
    render(Export, { view })
    await choose('roles-csv')
    await waitFor(() => expect(asked).toHaveLength(1))
    await new Promise((done) => setTimeout(done))
    expect(toasts.all).toEqual([])
  })
  it('tells what hindered it, keeps what was drawn, and asks again for another place', async () => {
    const save = vi.fn()
    save.mockImplementationOnce(() => { throw { code: 'not_saved', with: { why: 'full', path: '/media/stick/roles.csv' }, message: '' } })
    save.mockImplementation(() => '/home/dewi/roles.csv')
    program({ save_file: save })
    render(Export, { view })
    await choose('roles-csv')
    await waitFor(() => expect(toasts.all[0]?.words()).toContain('The disk is full, so “/media/stick/roles.csv” was not written'))
    toasts.all[0]!.action!.run()
    await waitFor(() => expect(toasts.all.at(-1)?.words()).toBe('Saved as /home/dewi/roles.csv'))
  })
})

it('prints once where the palette asks for it', async () => {
  program({})
  const print = vi.fn()
  vi.stubGlobal('print', print)
  opening.what = 'print'
  render(Export, { view })
  await waitFor(() => expect(print).toHaveBeenCalledOnce())
  expect(opening.what).toBeNull()
  vi.unstubAllGlobals()
})
